/** The slug of what is called NAME, where none is written: the name in small letters. */
export const slugOfName = (name) => name.toLowerCase().replaceAll(" ", "-");
