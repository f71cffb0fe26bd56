/**
 * What a command is to begin with, in a shell, so that it goes before everything else that wants the CPU. In
 * real time, as autogroups and control groups do not hold it back then; a container may not be let.
 */
export const REAL_TIME = "$(chrt --rr 1 true 2>/dev/null && echo chrt --rr 1 || echo nice -n -20)";
