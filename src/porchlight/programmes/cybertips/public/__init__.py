"""What anybody may do: report, and read the answer under a code."""
