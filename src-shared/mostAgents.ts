/** The largest number of agents that one board, and one roster, can have. */
export const mostAgents = 6_000
