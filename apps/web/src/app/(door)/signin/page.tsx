import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInForm } from '../../../components/door/sign-in-form.tsx'
import { serverContext } from '../../../server-context.ts'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('signIn')

/** Who is signed in already has no business at the door. */
export default async function SignInPage() {
  const user = await serverContext().whoIs((await headers()).get('cookie'))
  if (user !== null) redirect('/')
  return <SignInForm />
}
