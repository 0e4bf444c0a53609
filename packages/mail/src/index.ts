export { createMailer, type Mailer } from './create-mailer.ts'
export { mailText } from './texts.ts'
