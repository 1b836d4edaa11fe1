"""Sales at a group's booth of a fair: sent by a phone that was out of signal, typed in from a sheet, voided, and reconciled."""
