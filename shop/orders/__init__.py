"""One order per group: lines, states, shipment."""
