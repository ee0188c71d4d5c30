"""What Heed keeps: tables, unit of work, stored deadlines and their migrations."""
