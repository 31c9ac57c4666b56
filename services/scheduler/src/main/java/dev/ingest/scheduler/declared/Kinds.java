package dev.ingest.scheduler.declared;

import jakarta.inject.Singleton;
import java.util.List;

/** The kinds, each after those that it refers to. */
@Singleton
final class Kinds {
    private final List<Kind> inOrder;

    Kinds(
            DeclaredCredentials credentials,
            DeclaredConnectors connectors,
            DeclaredDestinations destinations,
            DeclaredPipelines pipelines,
            DeclaredSources sources,
            DeclaredFeatureViews views,
            DeclaredPolicies policies,
            DeclaredNotifications notifications) {
        inOrder = List.of(credentials, connectors, destinations, pipelines, sources, views, policies, notifications);
    }

    List<Kind> inOrder() {
        return inOrder;
    }
}
