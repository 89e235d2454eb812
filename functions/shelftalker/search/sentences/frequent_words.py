"""Frequent words of English, German, French and Spanish: what people write about anything, books or not.

They are the words of everyday speech, in the forms in which they are spoken, and no wordings of questions. Many stand
in titles too: a word among them only tells that it needs no title to stand in a sentence.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in


class FrequentWords(NamedTuple):
    """Words as the keys of titles have them: in small letters, without accents and apostrophes."""

    english: frozenset[str] = (
        COMMON_WORDS.small
        | COMMON_WORDS.everyday
        | words_in(
            """
            able absolutely according across act actual actually add addicted admit adult advice afraid afternoon
            afterwards agree ahead aint almost alone along already alright although amazed amazing among amount angry
            annoyed anymore anyway anywhere apart apparently appreciate arent arrive asking asleep ate attention aunt
            autumn available average avoid awake aware awesome awful baby barely beach beautiful became become bed
            bedtime begin beginning begun behind believe below beside besides bet beyond birthday bit bored boring
            boss bother bought bout boyfriend brain brand break breakfast brilliant bring broke broken brother brought
            bus busy buy cafe car care carry case catch caught cause certain certainly chance change changed cheap
            check cheer choose chose christmas class classic clear clearly clever club coffee colleague colleagues
            collection college completely considering continue convince convinced cool copy cosy couldnt count country
            couple course cousin cover cozy crazy cried cry curious current cute dad daily damn date daughter dead
            deal dear december decent decide decided deep deeply definitely depressing desk despite devastated didnt
            died different difficult dinner disappointed discover discovered dont doubt down dozen dream drive driving
            drop dropped due during easily easy eat eight either eleven email emotional empty ended endless english
            entertaining entire entirely epic escape especially evening eventually everywhere ex exact exactly
            excellent except excited exciting expect expected expecting expensive experience explain extra extremely
            eyes face fact fair fairly fall fallen families family fancy fantastic far fast father favour fear feeling
            feelings fell fiction fifth figure fill film films fit five flew flight floor fly focus folks food forever
            forget forgot forgotten forward four fourth free friday friendly front full funny further future gap
            garden genre gentle gift girlfriend girls glad gone gorgeous grab grabbed grandfather grandma grandmother
            grandpa great greatest grew group grow guy guys had hadnt hair half halfway hand handed hang happen
            happened happens hardly hasnt hate hated havent head heart heavy held hers herself hes hey hidden highly
            himself hit hits hold holding holiday holidays honest honestly hooked hot however hows huge human hundred
            hungry hurt husband hype ill imagine immediately important impossible impressed including incredible
            incredibly indeed inside instead interested interesting invested itd itll its itself join joy jump junior
            keep keeping keeps kept kid kids knew known lack lady largely lately laugh laughed laughing lazy lead
            learn learned leave leaving lend lent less lesson letter level library lie lied lies light lighter likely
            line list listened listening literally load loads local lonely longer loss lost loud low luck luckily
            lucky lunchtime main mainly manage managed march massive master match material matter maybe meant
            meanwhile memory mention mentioned mess met mid midnight mile million miss missed missing mistake mix mom
            moms monday money mood moody mother mothers mouth move moved movie movies mum mums myself name named near
            nearly neck neighbor neighbour neither nephew nicer niece nights nine nobody none noon nope nor normal
            normally november nowhere obsessed obvious obviously occasionally october odd office often older oldest
            omg ones online onto opinion opinions order ordered original otherwise ourselves outside overall owe page
            pages paid park particular particularly partner past pay perfect perfectly perhaps person personal phone
            pick picked picking picture piece pile places plane planning play played playing plenty plot plus poor
            possible possibly post prefer preferably present pretty previous probably problem promise proper properly
            proud put puts putting quick quickly quiet rain rainy random rare rarely rate rather ready real realise
            realised realize realized reason reasons received recent recently refuse refuses regret regular relax
            released remember remind reminded reminds replace request rereading rich ride ridiculous road roll room
            rough round rules rush sad sadly safe sake sat satisfied saturday save scared scary school second secret
            seem self sell semester send sense sent september serious seriously seven several shall shame share shared
            shelf shes shop short shorter should shouldnt show showed shows sick sign similarly simple simply single
            sister sit sitting situation six sleep slept slightly slow slowly small smart smile sobbing social sold
            somehow sometimes somewhat somewhere son soul sound sounds special spend spent spot spring stand standing
            star stars started starts stay stayed staying step stick stopped store straight strange street strong
            struggle struggling stuck student students study stuff stunning stupid subject sudden suddenly summer
            sunday super supposed surprise surprised surprisingly sweet switch table taken takes taking talked talking
            taste taught teacher teen teenager telling ten tend term terrible thankful thats theme theres theyre
            theyve thinking third thirty thoroughly thoughts thousand thrilled throughout throw thursday ticket tie
            tiny tired tomorrows tone tons tooth total totally touch touched tough toward towards town train trip
            trouble tuesday turn turned turns tv twelve twenty twice type typical ugh uncle understand university
            unless unlike unsure update upset usual usually vacation various version vibe vibes view visit voice vote
            walk walking wall warm warned wasted watching wed wednesday weekend weird werent whatever wherever whether
            whichever whilst white whoever whole wife wild willing window winter wish wishing within wonderful
            wondering wood worried worry worse worst worth worthy wouldnt wow yeah yep yesterday youd youll youve yup
            """
        )
    )
    german: frozenset[str] = words_in(
        """
        ab abend abends aber abgeben abgesehen absolut absoluter ach acht achtung aehnlich aendern alle allein alleine
        allem allen aller allerdings alles als also alt alte alten alter altes am an andere anderen anderer anderes
        anders anfang anfangen angeblich angebot angefangen angekommen angesehen angst anschauen ansehen ansonsten
        anstatt antwort anzufangen april arbeit arbeiten arbeitet art arzt auch auf aufgabe aufgehort aufhoren auge
        augen august aus ausgelesen ausser ausserdem aussuchen auswahl auto bahn bald band baum bei beide beiden beim
        beinahe beispiel bekam bekannt bekannte bekomme bekommen bekommt bereits beruf besonders besser besseres beste
        besten bester bestimmt besuch bett bevor bewegt bib bis bisher bisschen bitte bitten bleiben bleibt bloss
        boden brauche brauchen braucht brief bringen bringt bruder buch bucher bucherei buchladen chef da dabei dachte
        dadurch dafur dagegen daheim daher dahin damals damit danach dank danke dann daran darauf daraus darf darin
        daruber darum das dass davon davor dazu dein deine deinen deiner dem demnachst den denen denke denken denn der
        deren derzeit des deshalb dessen desto deutlich deutsch deutsche dezember dich dick die dienstag dies diese
        diesem diesen dieser dieses diesmal ding dinge dir doch donnerstag doof dort drauf draussen drei dreimal
        dreizehn dringend dritte dritten druck du dumm dunkel durch durfen durfte eben ebenfalls echt egal ehe eher
        ehrlich eigene eigenen eigentlich eilig ein einander eine einem einen einer eines einfach einige einiges
        einmal eins einzige einzigen elf eltern ende enden endet endlich eng enkel enkelin entdeckt entschieden
        entweder er erfahren erholung erinnere erinnern erinnert erlebt ernst erst erste ersten erster erstmal
        erwartet erzahlen erzahlt es essen etliche etwa etwas euch euer eure ewig falls familie fand fande fang fast
        februar feier feiern feiert fein fern fertig fest film filme finde finden findet flug folgen frage fragen
        fragt frau frei freitag freue freuen freund freunde freundin froh fruh fruher fuhle fuhlen fuhlt funf fur
        furchtbar furs gab gabe ganz ganze ganzen gar garten gebe geben gebracht geburtstag gedacht gedanken gefallen
        gefallt gefuhl gefunden gegangen gegeben gegen gegessen geh gehe gehen gehort geht geil gekauft gekommen
        gelacht geld gelegt geliehen gemacht gemeint genau genauso genial genommen genug gerade gern gerne gesagt
        gescheit geschenk geschenkt geschichte geschichten geschlafen geschrieben gesehen gespannt gestern gesucht
        getan getroffen geweint gewesen gewinnen gewisse geworden gezeigt gibt gibts ging glaub glaube glauben gleich
        gleiche gleichen gluck glucklich gott grade gross grosse grossen grosser grossmutter grossvater grund gucken
        gut gute guten guter gutes hab habe haben habt halb halbe halbes halt halten hand hande handy hange hangen
        hasse hast hat hatte hatten hattest haus heim heisst helfen her herz herzen heul heulen heult heute heutzutage
        hey hier hilfe hilft hin hinter hinterher hoch hoffe hoffentlich hol holen horen hort hund hundert ich idee
        ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer immerhin in indem innen ins insgesamt interessant
        interessieren interessiert irgend irgendein irgendeine irgendwann irgendwas irgendwer irgendwie irgendwo ist
        ja jahr jahre jahren januar je jede jedem jeden jedenfalls jeder jedes jemand jemandem jemanden jene jetzt
        juli jung junge jungen juni kaffee kalt kam kamen kann kannst kapitel kaputt kauf kaufen kaum kein keine
        keinen keiner kenn kenne kennen kennst kennt kind kinder kindern kino klar klasse klein kleine kleinen kleiner
        klingt klug knapp kollege kollegen kollegin komisch komme kommen kommt komplett konnen konnte konnten konntest
        konntet kopf kostet krank krass kriege kriegen kriegt krimi kurz kurze kurzlich lache lachen lacht laden lag
        lage land lang lange langer langsam langweilig las lass lassen lasst laufen lauft laut leben lecker leer leg
        legen legt lehrer lehrerin leicht leichte leichtes leider leihen leise lernen les lese lesen leser letzte
        letzten letztens letzter letztes leute leuten licht lieb liebe lieben lieber liebling liebsten liebt liebte
        liege liegen liegt liest links lohnt los lust mach mache machen machst macht madchen mag magst mai mal mama
        man manche manchmal mann marz mehr mehrere mein meine meinem meinen meiner meines meinst meint meist meiste
        meisten meistens mensch menschen merke mich mies minute minuten mir mist mit mitbringen mitgenommen mitnehmen
        mittag mitte mittlerweile mittwoch mochte mogen moglich moglichst moin moment monat monate monaten montag
        morgen mude muss mussen musst musste mussten mut mutter na nach nachdem nachste nachsten nachster nachstes
        nacht nachte nahe nahm name namen namlich natuerlich naturlich neben nee nehme nehmen nein nenne nennen nett
        neu neue neuen neuer neues neulich neun nicht nichts nie niemals niemand nimm nimmt nirgends noch nochmal
        nochmals normal normalerweise november nu nun nur ob oben oder offen oft ofter ohne ohr oktober oma onkel opa
        paar packen packt papa partner passen passend passiert passt pause person platz plotzlich preis prima problem
        pur quasi raten raus rausgekommen recht rechts reden regal regen reicht reise richtig richtige ruhe ruhig rum
        rund sache sachen sag sage sagen sagt samstag sass satz schade schaffe schaffen schafft schatz schau schauen
        schenk schenke schenken schenkt schick schlaf schlafen schlecht schlechter schlimm schluss schnell schon
        schone schonen schoner schones schrecklich schreib schreibe schreiben schreibt schule schuler schwach schwarm
        schwarmen schwer schwester sechs seh sehe sehen sehr sei seid sein seine seinen seiner seit seitdem seite
        seiten selber selbst selten september setzen sich sicher sie sieben sieht sind sinn sitze sitzen sitzt so
        sobald sofort sogar sohn solange solch solche soll sollen sollst sollte sollten sommer sonne sonntag sonst
        soviel sowas sowie sowieso spannend spannendes spass spat spater spiel spielen spielt sprache spricht stadt
        stand stark statt stehe stehen steht stelle stellen stets still stimme stimmt stimmung strand strasse stuck
        studium stunde stunden suche suchen suchst sucht super sus tag tage tagen taglich tante tat tausend tee teil
        teile tipp tja tochter tod tolle tollen toller tolles tot total trage traurig treffen trotzdem tu tue tun tur
        tut uber uberall ubrigens uhr um umso unbedingt und ungefahr uns unser unsere unserem unseren unserer unten
        unter unterwegs urlaub vater vergessen vergisst verlag verliebt verloren verruckt verschenken verschlingt
        verstehe verstehen versuch versuche versuchen viel viele vielem vielen vieler vielleicht vier voll vollig vom
        von vor vorbei vorgelesen vorgestern vorher vorhin vorn wach wann war ware waren wart warten warum was weder
        weg wegen weh weihnachten weil wein weine weinen weiss weisst weit weiter weitere welche welchem welchen
        welcher welches welt wem wen wenig weniger wenigstens wenn wer werd werde werden wert weshalb wetter wichtig
        wie wieder wieso wieviel will willst wind winter wir wird wirklich wirkt wirst wissen wo woche wochen
        wochenende woher wohin wohl wohnung wollen wollte wollten worauf wort worte woruber wow wunderbar wunderschon
        wunsch wunsche wunschen wurd wurde wurden wusste wusstest zahl zehn zeig zeige zeigen zeigt zeit zeiten ziehen
        zieht ziemlich zimmer zuerst zufallig zug zuhause zuletzt zum zumindest zunachst zur zuruck zusammen zwar zwei
        zweimal zweite zweiten zwischen zwolf
        """
    )
    french: frozenset[str] = words_in(
        """
        abord absolument accord accro achete acheter actuellement ado adolescent adolescente adorais adorait adore
        affaire afin age agreable ah ai aide aider ailleurs aimais aimait aiment aimerais ainsi air ait alors ami amie
        amies amis amour an ancien ancienne annee annees anniversaire ans aout apparemment appel appelait appelle
        apporter apprecie apprendre appris apres arrete arreter arrive arriver as assez attend attendant attendre
        attends attention au aucun aucune aujourdhui auparavant aura aurait auras aurez auriez aussi aussitot autant
        autour autre autrement autres aux avaient avais avait avance avant avec aventure avez avis avoir avons avril
        ayant bah beau beaucoup belle belles besoin bete bibliotheque bien bientot blanc bof boite bon bonjour bonne
        bonnes bonsoir bord boulot bouquin bout bras bref bureau but ca cache cadeau cafe camarade car cas ce ceci
        cela celle celles celui cent certain certaine certaines certains ces cest cet cetait cette ceux chacun chambre
        chance change changer chapitre chaque chat chaud cher cherchais cherche chercher cherchons chez chien choisi
        choisir choix chose choses ci cinema cinq clair classe club coeur coin collegue collegues combien comme
        commence commencer comment complet completement comprendre compris compte connais connaissais connaissait
        connaissez connait conseil conseille conseiller conseilles conseillez content contente continue continuer
        contre cool copain copine corps cote couche coucou coup cours court courte cousin cousine cru cuisine daccord
        dame dans de debout debut decembre decide decouvert decouverte decouvrir dedans dehors deja demain demande
        demander demi depart depuis dernier derniere dernierement derniers derriere des desole desolee dessous dessus
        deux deuxieme devais devait devant devenir devenu devient devoir devrais devrait dieu differente difficile
        digne dimanche dirais dire dis disait disent dit dites dix docteur doigt dois doit donc donne donner dont
        dormi dormir dos double doute drole du duquel dur durant dure eau ecole ecoute ecrire ecrit ecriture effet
        egalement eh elle elles embete en encore endroit enfance enfant enfants enfin ennui ennuie ennuye enorme
        ensemble ensuite entendre entendu entiere entre envie envies environ epoque equivalent es espere essaye
        essayer est et etaient etais etait etant ete etes etonnant etre etudes eu euh eux evidemment excellent exemple
        existe expliquer face facile facon faire fais faisais faisait fait faites fallait famille fasse fatigue faut
        faux femme femmes fete feu fevrier fil fille filles film films fils fin final finalement fini finie finir
        finissais fois font force forme formidable fort forte fou franchement frere froid gagne garcon garde genial
        geniale gens grace grand grande grandes gros grosse guere habitude haut heure heures heureuse heureux hier
        histoire histoires hiver homme hommes ici idee idees il ils image imagine important importe impossible
        impression incroyable instant interessant interesse jadore jai jaime jamais janvier jardin je jeu jeudi jeune
        jeunes joie joli jolie jour journee jours juillet juin jusqua jusque juste la laisse laisser laquelle larmes
        le leger legere lendemain lent lequel les lesquels lettre leur leurs libraire librairie libre lieu ligne lire
        lis lisais lisait lit loin long longtemps longue lors lorsque lu lui lumiere lundi lus ma madame magasin
        magnifique mai main maintenant mais maison mal malade malgre maman manque marche mardi mari mariage mars matin
        mauvais mauvaise me mec meilleur meilleure meilleurs meme memes mercredi mere merveille merveilleux mes metro
        mets mettre midi mien mienne mieux mille minutes mis moi moins mois moitie mon monde monsieur montre mort
        morte mot mots moyen mur musique na nai naime ne nest ni niveau nom non nos notre nous nouveau nouveaux nouvel
        nouvelle nouvelles novembre nuit nuits nul nulle numero occupe octobre oeil offert offerte offre offrir oh on
        ont ou oubli oublie oublier oui ouvert page pages papa par parait parce pareil pareille parents parfait
        parfois parle parler parmi part parti partie partir partout pas passe passee passer passion pause pauvre paye
        pays peine pendant pense penser pensez perdre perdu pere personne personnes petit petite petites petits peu
        peur peut peux photo pied pire piscine place plage plaisir plait plein pleure pleurer plu pluie plupart plus
        plusieurs plutot point porte pose possible poste pour pourquoi pourrais pourrait pourriez pouvais pouvait
        pouvez pouvoir preferait prefere premier premiere premiers prend prendre prends prenez pres presque pret prete
        prevu pris prise prix prochain prochaine prof professeur profite promis propose proposer propre pu puis
        puisque puisse qua quai quand quant quatre que quel quelle quelles quelque quelques quelquun quen quest
        question qui quil quoi quon raconte raison rapide rappelle rapport rater recemment recherche recommande
        recommencer referme regard regarde regarder relire relu remercie remis rencontre rendre rendu rentre repondre
        reponds reponse reste rester retard retour retrouve retrouver reve reveil revenir rien rigole rire rouge route
        rue rythme sa sais sait salon salut samedi sang sans sante saurait savais savait savez savoir se second
        semaine semaines semble sensation sensations sentiment sept septembre sera serait seras serieusement serieux
        ses seul seule seulement si sien simple simplement sinon site six soeur soi soir soiree soit soleil sommes son
        sont sors sorte sorti sortie sortir soudain soupe sous souvenir souvent suffit suis suite suivant suivante
        sujet super sur sure surprenez surprise surtout sympa ta table tant tante tard tas te tel telle tellement
        temps tes tete tiens tient tire toi tombe tome ton top tot toujours tour tous tout toute toutes train trait
        tranquille travail travaille travers tres triste trois trop trou trouve trouver trouvez truc tu tue un une
        vacances vais valait vas vaut vendredi venir venu verite verre vers veut veux vide vie vieille viens vient
        vieux ville vingt visage vite vivre voici voie voila voir vois voit voiture voix vont vos votre voudrais
        voudrait voulais voulait vouloir voulu vous voyage vrai vraie vraiment vu weekend y yeux zero
        """
    )
    spanish: frozenset[str] = words_in(
        """
        abajo abandone abierto abril abrir abuela abuelo aburre aburri aburrida aburrido aca acaba acababa acabado
        acabar acabe acabo acerca adelante ademas adivina adolescente adonde adora adoro afuera agosto agua ah ahi
        ahora aire al algo alguien algun alguna algunas alguno algunos alla alli alma alto ama amable amanecer amar
        ambiente amiga amigas amigo amigos amor anda andaba andando ando animo ano anoche anos ante anterior antes
        aparte apasionante apenas apetece aprender aquel aquella aquello aqui asi atrapa atrapado atrapo atras aun
        aunque autobus ayer ayuda ayudame ayudar bajo bastante bella bello biblioteca bien bienvenido blanco boca bola
        bolsillo bonita bonito brazo brutal buen buena buenas buenisima buenisimo bueno buenos buscaba buscado
        buscamos buscando buscar busco cabeza cabo cada cae caer cafe caja cal calle cama cambia cambiar cambio camino
        cansada cansado capitulo cara caro carta casa casada casi caso casualidad catorce causa celebra cena cerca
        cerrado cerrar chica chicas chico chicos cielo cien cierta cierto cinco cine clara claro clase club coche
        cocina coger colega colegio color comer comida comienza como companera companero completo comprado comprar
        compre compro con conmigo conocemos conocer conoces conocido conozco conseguir consejo consigo contaba contado
        contar contento contigo contra corazon correcto cosa cosas cree creer creo cuadro cual cuales cualquier
        cualquiera cuando cuanta cuanto cuantos cuarto cuatro cuenta cuento cuentos cuerpo cuidado culpa cumple
        cumpleanos cunada cunado curioso curso da daba dado dame dan dar das de debajo debe deben deberia debia debo
        decia decidi decidido decir dedo deja dejado dejar dejaron deje dejo del demas demasiado dentro desde desea
        deseo despacio despues detras di dia diarios dias dice dicen dices dicho diciembre dieron diez diferente
        dificil digno digo dime dinero dio dios dirias distinto divertida divertido doce domingo donde dormir dos dudo
        dulce dura durante duro e echo edad ejemplo el ella ellas ello ellos emocion emociono empece empezado empezar
        empieza en encanta encantaba encantan encontrado encontrar encontre encuentra encuentro enero enfermo engancha
        engancho enorme ensena entender entero entiendo entonces entrada entre entretenida entretenido era eran eras
        eres error es esa esas escribe escribir escrito escritor escritora escucha ese esencia eso esos espanol
        especial esperaba esperando esperar espero esposa esposo esta estaba estaban estado estamos estan estar estara
        estas este esto estos estoy estupendo estuve estuvo etc exactamente excelente existe exito extranar extrano
        facil falta familia fantastico fascina favor febrero feliz feo fiesta fin final finde fino fondo forma frase
        frio fue fuego fuera fueron fuerte fui funciona gana ganas gato genero genial gente gracias graciosa gracioso
        gran grande grandes grupo guapa guapo guerra gusta gustaba gustado gustan gustando gustar gustaria guste gusto
        ha haber habia habian habla hablar hablo habra hace hacen hacer haces hacia haciendo hago hambre han haria
        harta harto has hasta hay haya he hecha hecho hemos hermana hermano hermanos hermosa hermoso hice hicieron
        hija hijo hijos hizo hola hombre hombres hora horas hoy hubiera hubo iba idea ideal ideas igual iguales
        imagino importa importante impresiona impresionante increible instituto intenta intentar interesa interesante
        invierno ir jamas jefa jefe joven jovenes juego jueves jugar julio junio junto justo la lado lagrimas larga
        largo las le lector lectora leer leia leido leimos lejos lento leo les letra levantar leyendo leyo libre
        libreria libro ligera ligero linda lindo lio listo llama llamaba llamado llamar llega llegado llegar llego
        lleva llevaba llevar llevo llora llorado llorando llorar llore lloro lluvia lo los luego lugar luna lunes luz
        madre mal mala maldito malo mama manana mandado mando manera mano maravilla maravillosa maravilloso marido
        martes marzo mas mayo mayor me media medio mediodia mejor mejores memoria menor menos mensaje mente menudo
        merece mes mesa meses metro mi mia miedo mientras miercoles mil minuto minutos mio mira mirar mis misma mismas
        mismo mismos mitad modo momento monton morir motivo movil mucha muchas muchisima muchisimo mucho muchos muerto
        mujer mujeres mundo musica muy nacer nada nadie navidad navidades necesita necesitaba necesitamos necesito ni
        nieta nieto nina ninas ninguna ninguno nino ninos no noche noches nomas nombre nos nosotros nota novia
        noviembre novio nuestra nuestro nueva nuevas nueve nuevo nuevos numero nunca o obra ocho octubre odio oigo oir
        ojala ojo ojos olvida olvidado olvidar opina opinas opinion otra otras otro otros oye padre padres pagina
        paginas pais palabra palabras pan papa par para parada parar parece parecen parecer parecia pareja parte
        partes pasa pasado pasar pase paso pausa paz pedir peli pelicula pena pendiente pensado pensar pequena pequeno
        perder perdi perdido perdon perfecta perfecto pero perro persona personaje personas pesada pesado pide pidio
        pie piensa pienso piso plan playa pobre poca poco pocos podemos poder podido podria podrias poner pones pongo
        por porfi porfis porque posible precio precioso prefiero pregunta preguntas presta prestado prestan prestar
        presto prima primer primera primero primo principio prisa probar problema profe profesor profesora pronto
        propia propio propone pude pudo pueda puede pueden puedes puedo puente puerta pues puesto pura puro puse que
        queda quedado quedar quede quedo quemar queria querida querido quien quienes quiere quieren quieres quiero
        quince quisiera quitar quiza quizas rapido rara raro rata rato razon real realmente recibi recien recuerda
        recuerde recuerdo regala regalado regalar regalaron regale regalo reia reido reir releer relei resto rico risa
        ritmo rojo rollo sabado sabe saben saber sabes sabia sacar saco sale salgo salio salir salud saludo saludos
        sangre santo se sea sean secreto seguido segun segunda segundo segura seguro seis semana semanas senor senora
        sensacion sentado senti sentido sentimiento sentir ser sera seria serio servicio si sido siempre siente siento
        siete siglo significa siguen siguiendo siguientes silencio simple simplemente sin sino sitio sobre sois sol
        sola solamente solo somos son sorpresa soy su suena sueno suerte suficiente sufro super superar supero sus
        suya suyo tal talvez tambien tampoco tan tanta tantas tanto tantos tarde tardes te tema temprano tenemos tener
        tenga tengo tenia tenian tenido tercera tercero termina terminado terminando terminar termine termino ti tia
        tiempo tiempos tiene tienen tienes tierra tio tipo toca toda todas todavia todo todos toma tomar tonta tonto
        trabajo trae traer tras trata tren tres triste tristes tu tus tuve tuvo u ultima ultimamente ultimas ultimo
        ultimos un una unas unico unos usted ustedes va vacaciones vacia vacio vale valio vamos van varias varios vas
        veces vecina vecino veinte ven vendran venga venir veo ver verano verdad verdadera vere vi viaje vida vieja
        viejo viendo viene vienen viernes vino viste visto viva vive vivir vivo vosotros voy voz vuelo vuelta vuelva
        vuelve vuelvo y ya yo zona
        """
    )


FREQUENT_WORDS = FrequentWords()


def frequent_words_of(keys: Sequence[str]) -> frozenset[str]:
    """Return the frequent words of the language that has most words of a text, English where none has more."""
    return max(FREQUENT_WORDS, key=lambda frequent: sum(key in frequent for key in keys))
