"""The record's word for itself: who took it along."""

from enum import StrEnum


class AuditAction(StrEnum):
    EXPORT = "audit:export"
