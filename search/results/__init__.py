"""From what matches to what somebody is shown."""
