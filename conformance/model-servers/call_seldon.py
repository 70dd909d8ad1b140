"""Seldon's own client against Seldon's own server, through the router: REST and gRPC. Prints who answered."""

import collections
import sys

import numpy as np
from seldon_core.seldon_client import SeldonClient

address, calls = sys.argv[1], int(sys.argv[2])
client = SeldonClient(gateway="istio", gateway_endpoint=address, deployment_name="iris", namespace="models")
failed = False
for transport in ("rest", "grpc"):
    answered = collections.Counter()
    for _ in range(calls):
        answer = client.predict(transport=transport, data=np.array([[1.0, 2.0]]), client_return_type="dict")
        if not answer.success:
            failed = True
            print(f"seldon {transport}: {answer.msg}")
            break
        answered[answer.response["meta"]["tags"]["predictor"]] += 1
    print(f"seldon {transport}: {dict(answered)}")
    # Six standard deviations of a quarter.
    failed |= abs(answered["canary"] - calls / 4) > 6 * (calls * 3 / 16) ** 0.5
sys.exit(failed)
