"""The doors for machines: the reporting API as providers know it, and its JSON form."""
