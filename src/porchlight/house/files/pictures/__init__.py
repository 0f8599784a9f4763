"""Pictures of strangers: decoded in a locked-down process, drawn anew from their pixels."""
