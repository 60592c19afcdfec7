"""Before whom a town's answers are contested: no letter that has to name them is signed without."""

BODIES = {"review_organ": "滑县人民政府", "court": "滑县人民法院"}
