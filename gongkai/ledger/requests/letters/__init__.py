"""Letters 文书: drafted from the case, reviewed, signed with a number, each leading to its step."""
