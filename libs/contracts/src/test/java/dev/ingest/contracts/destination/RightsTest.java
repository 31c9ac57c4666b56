package dev.ingest.contracts.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination.Own;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final String ROLE = "arn:aws-cn:iam::123456789012:role/ingest";
    private static final String KEY = "arn:aws-cn:kms:cn-north-1:123456789012:key/0a1b";

    private static Own glue() {
        return (Own) TenantDestination.of(new DestinationSpec(
                "own",
                "glue",
                Map.of(
                        "region", "cn-north-1",
                        "account", "123456789012",
                        "namespace", "ingest",
                        "warehouse", "s3://lake/ingest",
                        "role", ROLE,
                        "kms-key", KEY),
                Optional.empty()));
    }

    @Test
    void roleReachesItsPrefixItsKeyAndItsDatabasesAndNothingElse() {
        String catalog = "arn:aws-cn:glue:cn-north-1:123456789012:";
        assertThat(Rights.ofRole(glue()).statements())
                .flatExtracting(Policy.Statement::resources)
                .containsOnly(
                        "arn:aws-cn:s3:::lake/ingest/*",
                        "arn:aws-cn:s3:::lake",
                        KEY,
                        catalog + "catalog",
                        catalog + "database/ingest_*",
                        catalog + "table/ingest_*/*");
        assertThat(Rights.ofRole(glue()).statements())
                .filteredOn(statement -> statement.sid().equals(Rights.LIST))
                .singleElement()
                .returns(Map.of("StringLike", Map.of("s3:prefix", "ingest/*")), Policy.Statement::conditions);
    }

    @Test
    void wholeBucketIsListedWithoutACondition() {
        var jdbc = (Own) TenantDestination.of(new DestinationSpec(
                "own",
                "jdbc",
                Map.of("uri", "jdbc:postgresql://h/d", "catalog", "c", "warehouse", "s3://b"),
                Optional.empty()));
        assertThat(Rights.ofRole(jdbc).statements())
                .allSatisfy(statement -> assertThat(statement.conditions()).isEmpty());
    }

    @Test
    void trustAsksForTheTenantsOwnExternalId() {
        assertThat(Rights.trust("arn:aws:iam::999999999999:role/platform", "x-1")
                        .json())
                .isEqualTo(Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(Map.of(
                                "Sid",
                                "IngestInThisTenantsName",
                                "Effect",
                                "Allow",
                                "Principal",
                                Map.of("AWS", "arn:aws:iam::999999999999:role/platform"),
                                "Action",
                                List.of("sts:AssumeRole"),
                                "Condition",
                                Map.of("StringEquals", Map.of("sts:ExternalId", "x-1"))))));
    }

    @Test
    void bucketAndKeyNameTheRoleThatTheyLetIn() {
        StorageSpec.S3 s3 = glue().bucket().orElseThrow();
        assertThat(Rights.ofBucket(s3, ROLE).statements())
                .filteredOn(Policy.Statement::allowed)
                .hasSize(4)
                .allSatisfy(statement -> assertThat(statement.principal()).isEqualTo(ROLE));
        assertThat(Rights.ofBucket(s3, ROLE).statements().getLast())
                .returns(false, Policy.Statement::allowed)
                .returns("*", Policy.Statement::principal);
        assertThat(Rights.ofKey(s3, ROLE).orElseThrow().statements())
                .singleElement()
                .returns(ROLE, Policy.Statement::principal);
    }
}
