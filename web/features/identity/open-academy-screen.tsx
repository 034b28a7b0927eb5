import { OpenAcademyForm } from './open-academy-form.tsx';
import { Welcome } from './welcome.tsx';
import { useIdentityWords } from './words.ts';

/** Where an owner starts from nothing. */
export function OpenAcademyScreen() {
  const words = useIdentityWords();
  return (
    <Welcome title={words.openTitle} lead={words.openLead}>
      <OpenAcademyForm />
    </Welcome>
  );
}
