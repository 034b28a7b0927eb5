/** Who may add, import and remove people. */
export const isManager = (role: string): boolean => role === 'owner' || role === 'admin';
