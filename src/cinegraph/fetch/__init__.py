"""The one door to the network: timeout, retry, pace, cost and record are here, once."""
