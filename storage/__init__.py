"""What Heed keeps: tables, unit of work, stored deadlines and their migrations."""

from storage.database import SchemaStatus, status, upgrade
from storage.errors import SchemaNewerError
from storage.store import SqlStore, open_store

__all__ = ["SchemaNewerError", "SchemaStatus", "SqlStore", "open_store", "status", "upgrade"]
