"""Pictures as SVG: of people and of those whom they worked with. The command line writes them into files, the control room into pages."""
