package dev.ingest.lake;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Tells a store that refuses from one that fails, for all that is done with its files: asking again helps with one only. */
final class S3Refusals extends DelegatingS3Client {

    private static final Set<Integer> STATUSES = Set.of(401, 403);

    /** What S3 says with other statuses, by its error reference: the credential ended, or bucket, region or key are no more. */
    private static final Set<String> CODES = Set.of(
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "NoSuchBucket",
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "KMS.DisabledException",
            "KMS.NotFoundException",
            "KMS.KMSInvalidStateException");

    S3Refusals(S3Client client) {
        super(client);
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        try {
            return operation.apply(request);
        } catch (S3Exception answer) {
            if (isRefusal(answer)) {
                throw new AccessRefusedException(message(request, answer), answer);
            }
            throw answer;
        } catch (ForbiddenException | NotAuthorizedException unsigned) {
            throw new AccessRefusedException(
                    "%s: its catalog signs no %s: %s".formatted(bucket(request), call(request), unsigned.getMessage()),
                    unsigned);
        }
    }

    private static boolean isRefusal(S3Exception answer) {
        return STATUSES.contains(answer.statusCode()) || CODES.contains(code(answer));
    }

    private static String message(S3Request request, S3Exception answer) {
        return "%s refuses %s (%d %s): %s"
                .formatted(
                        bucket(request),
                        call(request),
                        answer.statusCode(),
                        code(answer),
                        details(answer, AwsErrorDetails::errorMessage).orElse("without a reason"));
    }

    private static String bucket(S3Request request) {
        return request.getValueForField("Bucket", String.class)
                .map("bucket %s"::formatted)
                .orElse("the store");
    }

    private static String call(S3Request request) {
        return request.getClass().getSimpleName().replaceFirst("Request$", "");
    }

    private static String code(S3Exception answer) {
        return details(answer, AwsErrorDetails::errorCode).orElse("without a code");
    }

    /** Answers to HEAD have none. */
    private static Optional<String> details(S3Exception answer, Function<AwsErrorDetails, String> part) {
        return Optional.ofNullable(answer.awsErrorDetails()).map(part);
    }
}
