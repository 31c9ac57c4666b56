package dev.ingest.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.Policy;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.destination.TenantDestination.Own;
import dev.ingest.testkit.aws.IamPolicy;
import dev.ingest.testkit.aws.IamPolicy.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the printed policies say no to; {@link AccessTest} uses what they allow. */
class PrintedPolicyTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/ingest";
    private static final String OTHER = "arn:aws:iam::999999999999:role/platform";

    private static final Own GLUE = (Own) TenantDestination.of(new DestinationSpec(
            "own",
            "glue",
            Map.of("region", "eu-central-1", "namespace", "acme", "warehouse", "s3://lake/acme", "role", ROLE),
            Optional.empty()));

    private static boolean read(String principal, String secure, String object) {
        IamPolicy bucket =
                IamPolicy.of(Rights.ofBucket(GLUE.bucket().orElseThrow(), ROLE).json());
        return bucket.allows(new Request(
                principal, "s3:GetObject", "arn:aws:s3:::" + object, Map.of("aws:SecureTransport", secure)));
    }

    @Test
    void bucketIsOpenToTheRoleAloneUnderThePrefixAndEncrypted() {
        assertThat(read(ROLE, "true", "lake/acme/x")).isTrue();
        assertThat(read(OTHER, "true", "lake/acme/x")).isFalse();
        assertThat(read(ROLE, "false", "lake/acme/x")).isFalse();
        assertThat(read(ROLE, "true", "lake/acme2/x")).isFalse();
    }

    @Test
    void databasesBesideTheNamespaceAreClosed() {
        IamPolicy role = IamPolicy.of(Rights.ofRole(GLUE).json());
        String arn = "arn:aws:glue:eu-central-1:123456789012:table/";
        assertThat(role.allows(new Request(ROLE, "glue:GetTable", arn + "acme_shop/orders", Map.of())))
                .isTrue();
        assertThat(role.allows(new Request(ROLE, "glue:GetTable", arn + "acme2_shop/orders", Map.of())))
                .isFalse();
        assertThat(role.allows(new Request(ROLE, "glue:DeleteTable", arn + "acme_shop/orders", Map.of())))
                .isFalse();
    }

    @Test
    void lengthOfAPolicyIsThatOfItsText() {
        for (Policy policy : new Policy[] {Rights.ofRole(GLUE), Rights.trust(OTHER, "x"), new Policy(List.of())}) {
            assertThat(policy.length())
                    .isEqualTo(IamPolicy.of(policy.json()).json().toString().length());
        }
    }
}
