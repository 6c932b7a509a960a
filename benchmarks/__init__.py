"""Speed, measured on purpose: each file prints a table. Ratios hold on a noisy machine, seconds do not."""
