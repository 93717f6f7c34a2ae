"""Conversations: roadblocks, discussions, announcements, tips; answers, solutions, and what is said of them."""
