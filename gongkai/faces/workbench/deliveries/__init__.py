"""发布渠道: a record on its way through each outlet."""
