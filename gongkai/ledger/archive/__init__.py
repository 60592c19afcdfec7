"""档案: closed applications in their boxes 档案盒, their periods, their destruction by two people."""
