/** Which of several endpoints: one class for each way that the table can say ({@code LoadBalancing}). */
@NullMarked
package io.sluice.router.upstream.balance;

import org.jspecify.annotations.NullMarked;
