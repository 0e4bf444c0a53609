/** Short messages at the edge of the page. What shows them is loaded with the first one, or soon after the page. */
export const notify = {
  success: (message: string): void => {
    void import('sonner').then(({ toast }) => toast.success(message))
  },
  error: (message: string): void => {
    void import('sonner').then(({ toast }) => toast.error(message))
  },
}
