"""What happens on Discord, kind by kind: each listener puts it in its room's lane."""
