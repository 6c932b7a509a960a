"""Who may do what: visitors, sessions, the gate before every request, and what forms must carry."""

from cinegraph.web.access.visitor import Scope, Visitor, require, still_known, visitor_of

__all__ = ["Scope", "Visitor", "require", "still_known", "visitor_of"]
