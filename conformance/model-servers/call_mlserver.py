"""V2 calls with MLServer's own types and stubs, through the router: REST and gRPC. Prints who answered."""

import collections
import sys
import urllib.request

import grpc
import numpy as np
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.grpc import dataplane_pb2_grpc
from mlserver.grpc.converters import ModelInferRequestConverter, ModelInferResponseConverter
from mlserver.types import InferenceRequest, InferenceResponse

address, calls = sys.argv[1], int(sys.argv[2])
request = InferenceRequest(inputs=[NumpyCodec.encode_input("x", np.array([[1.0, 2.0]]))])
stub = dataplane_pb2_grpc.GRPCInferenceServiceStub(grpc.insecure_channel(address))


def rest() -> InferenceResponse:
    url = f"http://{address}/seldon/models/flowers/v2/models/iris/infer"
    body = request.model_dump_json().encode()
    with urllib.request.urlopen(urllib.request.Request(url, body, {"content-type": "application/json"})) as answer:
        return InferenceResponse.model_validate_json(answer.read())


def rpc() -> InferenceResponse:
    message = ModelInferRequestConverter.from_types(request, model_name="iris")
    metadata = (("seldon", "flowers"), ("namespace", "models"))
    return ModelInferResponseConverter.to_types(stub.ModelInfer(message, metadata=metadata))


failed = False
for transport, call in (("rest", rest), ("grpc", rpc)):
    answered = collections.Counter()
    for _ in range(calls):
        answered[StringCodec.decode_output(call().outputs[0])[0]] += 1
    print(f"mlserver {transport}: {dict(answered)}")
    failed |= abs(answered["canary"] - calls / 4) > 6 * (calls * 3 / 16) ** 0.5
sys.exit(failed)
