"""A model for MLServer that says which version it is."""

import os

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse


class Versioned(MLModel):
    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        output = StringCodec.encode_output("predictor", [os.environ["PREDICTOR"]])
        return InferenceResponse(id=payload.id, model_name=self.name, outputs=[output])
