"""Making a public record: from the file that comes in to what everybody reads, and out again."""
