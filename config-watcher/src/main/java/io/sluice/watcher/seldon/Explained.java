package io.sluice.watcher.seldon;

import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Explainer;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.util.ArrayList;
import java.util.List;

/** A predictor with an explainer: only a type makes it one. */
record Explained(Predictor predictor, String service, int port) {
    private static final int PORT = 9000;

    static List<Explained> of(SeldonDeployment deployment) {
        List<Explained> all = new ArrayList<>();
        for (Predictor predictor : deployment.predictors()) {
            Explainer explainer = predictor.explainer();
            if (explainer != null && !explainer.type().isEmpty()) {
                int port = explainer.servicePort() == 0 ? PORT : explainer.servicePort();
                all.add(new Explained(predictor, OperatorNames.explainer(deployment, predictor), port));
            }
        }
        return all;
    }
}
