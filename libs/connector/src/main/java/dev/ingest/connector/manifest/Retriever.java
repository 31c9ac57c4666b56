package dev.ingest.connector.manifest;

import java.util.List;

/** How the records of a stream are fetched. */
public sealed interface Retriever {
    /** One partition per combination of their partitions; empty for one partition in all. */
    List<PartitionRouter> routers();

    /**
     * Request, page, select.
     *
     * @param routers one partition per combination of their partitions; empty for one partition in all
     * @param plainPagesAfterFirst the partition's and slice's request options go with the first page only
     */
    record SimpleRetriever(
            Requester requester,
            Decoder decoder,
            RecordSelector selector,
            Paginator paginator,
            List<PartitionRouter> routers,
            boolean plainPagesAfterFirst)
            implements Retriever {}
}
