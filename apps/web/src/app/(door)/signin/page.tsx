import { SignInForm } from '../../../components/door/sign-in-form.tsx'

export default function SignInPage() {
  return <SignInForm />
}
