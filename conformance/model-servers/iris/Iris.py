"""A model for Seldon's own server that says which version it is."""

import os


class Iris:
    def predict(self, X, names=None, meta=None):
        return [[0.9, 0.1] for _ in X]

    def class_names(self):
        return ["setosa", "other"]

    def tags(self):
        return {"predictor": os.environ["PREDICTOR"]}
