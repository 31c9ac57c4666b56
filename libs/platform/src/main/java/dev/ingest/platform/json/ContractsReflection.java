package dev.ingest.platform.json;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MembershipSpec;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.config.ReadNote;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.contracts.error.Problem;
import dev.ingest.contracts.event.BudgetSpent;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.contracts.event.Tally;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.contracts.trial.DestinationTrial;
import dev.ingest.contracts.trial.TrialRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Contracts know no framework, so their registration for Jackson in a native image is here, beside Jackson. */
@RegisterForReflection(
        targets = {
            AccessTokenSpec.class,
            ColumnSpec.class,
            DestinationSpec.class,
            EgressSpec.class,
            KeyUserSpec.class,
            MembershipSpec.class,
            MaskingPolicySpec.class,
            PipelineSpec.class,
            ReadNote.class,
            StreamSourceSpec.class,
            FeatureViewSpec.class,
            TableSpec.class,
            TenantLimitsSpec.class,
            TableRef.class,
            Problem.class,
            BudgetSpent.class,
            BudgetSpent.Rate.class,
            DoUpkeep.class,
            DrainPartition.class,
            InvocationReported.class,
            RecordsRejected.class,
            ReplayDeadLetters.class,
            Rest.class,
            SliceAborted.class,
            SliceAttempt.class,
            SliceCompleted.class,
            SliceDeferred.class,
            SliceFailed.class,
            SliceRequested.class,
            SliceReported.class,
            SliceStaged.class,
            StreamCompleted.class,
            StreamWork.class,
            StreamFailed.class,
            StreamRun.class,
            TableCaughtUp.class,
            TableCommitted.class,
            TableParked.class,
            Tally.class,
            DestinationTrial.class,
            TrialRequest.class,
            UsageBilled.class,
            UsageRecorded.class
        })
final class ContractsReflection {
    private ContractsReflection() {}
}
