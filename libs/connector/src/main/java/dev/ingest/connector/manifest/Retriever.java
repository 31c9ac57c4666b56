package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRetriever;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the records of a stream are fetched. */
public sealed interface Retriever {
    /** One partition per combination of their partitions; empty for one partition in all. */
    List<PartitionRouter> routers();

    RecordSelector selector();

    /**
     * Request, page, select.
     *
     * @param routers one partition per combination of their partitions; empty for one partition in all
     * @param total how many records there are, as the first response tells it: our own addition to the language, {@code reported_total}
     * @param plainPagesAfterFirst the partition's and slice's request options go with the first page only
     */
    record SimpleRetriever(
            Requester requester,
            Decoder decoder,
            RecordSelector selector,
            Paginator paginator,
            List<PartitionRouter> routers,
            boolean plainPagesAfterFirst,
            Optional<QueryProperties> properties,
            Optional<PaginationReset> reset,
            Optional<Interpolated> total)
            implements Retriever {}

    /**
     * Has the API prepare the records: a request creates a job, others ask how far it is, the last ones download what it
     * made.
     *
     * @param decoder of all answers but the download's
     * @param statuses what the API's words for a job's state mean
     * @param targets where the job's answer names what to download; absent for one download without a name
     * @param timeout template, in minutes
     * @param retryWait template, in seconds: how long a job that failed is left alone before another is created
     */
    record AsyncRetriever(
            String manifestPath,
            Decoder decoder,
            RecordSelector selector,
            List<PartitionRouter> routers,
            Requester creation,
            Requester polling,
            Extractor status,
            Map<String, JobStatus> statuses,
            Optional<Extractor> targets,
            Optional<Requester> targetRequester,
            Download download,
            Optional<Requester> abort,
            Optional<Requester> delete,
            Optional<Interpolated> timeout,
            Optional<Interpolated> retryWait)
            implements Retriever {
        public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(60);
    }

    /** @param selector what is done to the records; its extractor is of no use */
    record Custom(CustomRetriever replacement, RecordSelector selector, List<PartitionRouter> routers)
            implements Retriever {}

    /** How what a job made is fetched. */
    record Download(Requester requester, Decoder decoder, Extractor extractor, Paginator paginator) {}

    /** How far a job is. */
    enum JobStatus {
        RUNNING,
        COMPLETED,
        FAILED,
        TIMEOUT,
        /** There is nothing to download. */
        SKIPPED
    }
}
