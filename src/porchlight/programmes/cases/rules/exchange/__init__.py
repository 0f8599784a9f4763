"""Records of other registries, in the shapes in which they give them, turned into cases of ours."""
