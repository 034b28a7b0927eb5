import { type FormEvent, useRef, useState } from 'react';
import { fieldErrorsOf } from './problem.ts';

type Texts = Record<string, string>;
type Pointer = string;

/** Pointers of the server's complaints that belong to no field of the form. */
function unplaced(errors: Record<Pointer, string>, fields: Texts): boolean {
  const named = Object.keys(errors);
  return named.length === 0 || named.some((pointer) => !(pointer.slice(1) in fields));
}

/** The fields that are still empty, each with the sentence. */
export function missing<T extends Texts>(values: T, sentence: string): Record<Pointer, string> {
  const empty = Object.entries(values).filter(([, value]) => value.trim() === '');
  return Object.fromEntries(empty.map(([name]) => [`/${name}`, sentence]));
}

/**
 * A form of text fields: values, the complaint at each field (by JSON pointer), what belongs to no field as `problem`.
 * `send` gets the values; while it runs `busy` is true and a second submit does nothing. `check` may complain before.
 */
export function useFields<T extends Texts>(
  initial: T,
  send: (values: T) => Promise<unknown>,
  check: (values: T) => Record<Pointer, string> = () => ({}),
) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<Pointer, string>>({});
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const set = <K extends keyof T & string>(name: K, value: T[K]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [`/${name}`]: _gone, ...rest }) => rest);
  };

  const complain = (found: Record<Pointer, string>) => {
    setErrors(found);
    const first = Object.keys(found)[0]?.slice(1);
    const field = first && form.current?.elements.namedItem(first);
    if (field instanceof HTMLElement) field.focus();
  };

  const submit = async (event?: FormEvent, latest?: Partial<T>) => {
    event?.preventDefault();
    if (busy) return;
    const sent = { ...values, ...latest };
    const complaints = check(sent);
    setProblem(undefined);
    complain(complaints);
    if (Object.keys(complaints).length > 0) return;
    setBusy(true);
    await send(sent).catch((error: unknown) => {
      complain(fieldErrorsOf(error));
      setProblem(unplaced(fieldErrorsOf(error), values) ? error : undefined);
    });
    setBusy(false);
  };

  const text = <K extends keyof T & string>(name: K) => ({
    name,
    value: values[name],
    error: errors[`/${name}`],
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value as T[K]),
  });

  const formProps = { ref: form, onSubmit: (event: FormEvent) => void submit(event), noValidate: true };
  return { values, set, text, errors, problem, busy, formProps, submit };
}
