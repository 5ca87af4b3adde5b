/** personality(2), linux/personality.h: the execution domains of config-linux.md#personality. */

export const personalityDomains = { LINUX: 0x0000, LINUX32: 0x0008 } as const;

export type PersonalityDomain = keyof typeof personalityDomains;
