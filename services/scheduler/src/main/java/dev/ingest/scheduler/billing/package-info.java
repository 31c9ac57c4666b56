/** What tenants use, and what it costs: a ledger of usage events, days, price plans, invoices, budgets. */
@NullMarked
package dev.ingest.scheduler.billing;

import org.jspecify.annotations.NullMarked;
