"""Work done later: the outbox row is the record, the job engine is delivery. See docs/decisions on jobs."""
