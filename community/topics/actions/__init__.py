"""The only writers of the kept lists: who answers for a system or task, what it is called, which two are one."""
