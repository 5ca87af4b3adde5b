/** The runtime-spec version that states and features speak of. */
export const ociVersion = '1.3.0';
