/** What this package asks of mail; absent when no SMTP server is configured. */
export type AuthMail =
  | {
      readonly kind: 'invitation'
      readonly tenant: string | null
      readonly by: string
      readonly link: string
    }
  | { readonly kind: 'reset'; readonly link: string }

/** Sends beside the request: nobody waits for the mail server, nor learns from the time whether there was a mail. */
export type AuthMailer = (to: string, locale: string | null, mail: AuthMail) => void
