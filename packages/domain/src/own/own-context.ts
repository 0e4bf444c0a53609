/** Keys of the platform's own certificates open as such, and never as something of a tenant. */
export const OWN_CONTEXT = 'certificates of the platform'
